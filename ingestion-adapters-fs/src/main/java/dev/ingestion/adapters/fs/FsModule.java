package dev.ingestion.adapters.fs;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.OwnerNotice;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.SettingsDeclaration;
import dev.ingestion.ports.out.SourceWatcher;
import dev.ingestion.ports.out.UploadStore;
import java.util.List;

/**
 * Contributes the source {@code folder} and its watcher, the persistence store {@code local-disk},
 * the folders of uploads and the lock of the data root.
 */
public final class FsModule extends AbstractModule implements ConfiguredModule {
  private static final Key<DocumentSourceProvider> FOLDER =
      Key.get(DocumentSourceProvider.class, Names.named("folder"));
  private static final Key<SourceWatcher> FOLDER_WATCHER =
      Key.get(SourceWatcher.class, Names.named("folder"));
  private static final Key<PersistenceStore> LOCAL_DISK =
      Key.get(PersistenceStore.class, Names.named("local-disk"));
  private static final Key<ManagedResource> LOCK =
      Key.get(ManagedResource.class, Names.named("data-root-lock"));
  private static final Key<OwnerNotice> NOTICE =
      Key.get(OwnerNotice.class, Names.named("data-root-lock"));
  private static final Key<ManagedResource> TEMPORARY_FILES =
      Key.get(ManagedResource.class, Names.named("temporary-files"));

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(
        new SettingsDeclaration<>("source", FolderSourceConfig.class),
        new SettingsDeclaration<>("data-root-lock", DataRootLockConfig.class));
  }

  @Override
  protected void configure() {
    install(new Implementations());
    MapBinder.newMapBinder(binder(), String.class, DocumentSourceProvider.class)
        .addBinding("folder")
        .to(FOLDER);
    MapBinder.newMapBinder(binder(), String.class, SourceWatcher.class)
        .addBinding("folder")
        .to(FOLDER_WATCHER);
    MapBinder.newMapBinder(binder(), String.class, PersistenceStore.class)
        .addBinding("local-disk")
        .to(LOCAL_DISK);
    Multibinder<ManagedResource> resources =
        Multibinder.newSetBinder(binder(), ManagedResource.class);
    resources.addBinding().to(LOCK);
    resources.addBinding().to(TEMPORARY_FILES);
    OptionalBinder.newOptionalBinder(binder(), OwnerNotice.class).setBinding().to(NOTICE);
  }

  private static final class Implementations extends PrivateModule {
    @Override
    protected void configure() {
      bind(TemporaryFiles.class).in(Singleton.class);
      bind(DurableFile.class).toInstance(new DurableFile());
      bind(DataRootLock.class).in(Singleton.class);
      bind(FolderSourceProvider.class).in(Singleton.class);
      bind(LocalDiskPersistenceStore.class).in(Singleton.class);
      bind(FolderWatcher.class).in(Singleton.class);
      bind(UploadFolder.class).in(Singleton.class);
      bind(UploadStore.class).to(UploadFolder.class);
      bind(FOLDER).to(FolderSourceProvider.class);
      bind(FOLDER_WATCHER).to(FolderWatcher.class);
      bind(LOCAL_DISK).to(LocalDiskPersistenceStore.class);
      bind(LOCK).to(DataRootLock.class);
      bind(NOTICE).to(DataRootLock.class);
      bind(TEMPORARY_FILES).to(TemporaryFiles.class);
      expose(UploadStore.class);
      expose(FOLDER);
      expose(FOLDER_WATCHER);
      expose(LOCAL_DISK);
      expose(LOCK);
      expose(NOTICE);
      expose(TEMPORARY_FILES);
    }
  }
}
