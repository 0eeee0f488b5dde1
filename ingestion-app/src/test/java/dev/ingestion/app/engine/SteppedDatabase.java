package dev.ingestion.app.engine;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Points around each commit of a transaction, and around each write and sync of the database's
 * file. H2 and JDBC look both up by name, so nothing of the adapter has to know.
 */
final class SteppedDatabase {
  /** Every point; a torn write leaves the first half of its bytes. */
  static final String[] POINTS = {
    "Transaction.commit:before",
    "Transaction.commit:after",
    "DatabaseFile.write:before",
    "DatabaseFile.write:torn",
    "DatabaseFile.write:after",
    "DatabaseFile.sync:before",
    "DatabaseFile.sync:after"
  };

  private SteppedDatabase() {}

  /** For all databases that this process opens from now on. */
  static void install(DiskStep step) throws SQLException {
    installInFiles(step);
    Driver real = DriverManager.getDriver("jdbc:h2:mem:");
    DriverManager.deregisterDriver(real);
    DriverManager.registerDriver(
        proxy(
            Driver.class,
            real,
            (method, call) -> {
              Object result = call.run();
              return result instanceof Connection connection
                  ? committing(connection, step)
                  : result;
            }));
  }

  /** Without those of transactions. */
  static void installInFiles(DiskStep step) {
    SteppedPath.current = step;
    FilePath.register(new SteppedPath());
  }

  /** The adapter's files, which their class makes known to H2 when it is loaded. */
  private static FilePath files() {
    try {
      Class.forName("dev.ingestion.adapters.db.UninterruptedFile");
      return FilePath.get(SteppedPath.SCHEME + ":");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The adapter's files are others now", e);
    }
  }

  private static Connection committing(Connection real, DiskStep step) {
    return proxy(
        Connection.class,
        real,
        (method, call) -> {
          if (!method.equals("commit")) {
            return call.run();
          }
          step.at("Transaction.commit:before");
          Object result = call.run();
          step.at("Transaction.commit:after");
          return result;
        });
  }

  private static <T> T proxy(Class<T> type, T real, Around around) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return around.call(method.getName(), () -> method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @FunctionalInterface
  private interface Around {
    Object call(String method, Call call) throws Exception;
  }

  @FunctionalInterface
  private interface Call {
    Object run() throws Exception;
  }

  /** Takes the place of the adapter's files. H2 makes more of them by reflection. */
  public static final class SteppedPath extends FilePathWrapper {
    private static final String SCHEME = "uninterrupted";
    private static final FilePath FILES = files();
    private static volatile DiskStep current = point -> {};

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
      return new SteppedFile(FILES.getPath(name).open(mode), current);
    }
  }

  private static final class SteppedFile extends FileBase {
    private final FileChannel file;
    private final DiskStep step;

    SteppedFile(FileChannel file, DiskStep step) {
      this.file = file;
      this.step = step;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      step.at("DatabaseFile.write:before");
      ByteBuffer first = bytes.duplicate();
      first.limit(bytes.position() + bytes.remaining() / 2);
      int half = 0;
      while (first.hasRemaining()) {
        half += file.write(first, position + half);
      }
      bytes.position(first.position());
      step.at("DatabaseFile.write:torn");
      int rest = file.write(bytes, position + half);
      step.at("DatabaseFile.write:after");
      return half + rest;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      step.at("DatabaseFile.sync:before");
      file.force(metaData);
      step.at("DatabaseFile.sync:after");
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return file.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return file.write(source);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      file.truncate(size);
      return this;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
