package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.UploadStore.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadFolderTest {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("inbox");

  @TempDir Path dataRoot;
  private UploadFolder uploads;

  @BeforeEach
  void open() {
    DataRoot root = new DataRoot(dataRoot);
    uploads = new UploadFolder(root, new TemporaryFiles(root), new DurableFile());
  }

  private Stored put(String path, String content) {
    return put(KB, path, content, () -> {});
  }

  private Stored put(KnowledgeBaseId kb, String path, String content, Runnable admission) {
    return uploads.put(
        kb,
        path,
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
        10,
        admission);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Path temporary() {
    return dataRoot.resolve("_tmp/fs");
  }

  @Test
  void aDocumentIsKeptReplacedAndRemovedWithTheFoldersItLeavesEmpty() {
    assertThat(put("sub/deep/é 1.md", "hello")).isEqualTo(new Stored(5, false));
    assertThat(put("sub/b.md", "other")).isEqualTo(new Stored(5, false));
    assertThat(put("sub/deep/é 1.md", "again!")).isEqualTo(new Stored(6, true));

    assertThat(uploads.root(KB).resolve("sub/deep/é 1.md")).hasContent("again!");
    assertThat(uploads.remove(KB, "sub/deep/é 1.md")).isTrue();
    assertThat(uploads.remove(KB, "sub/deep/é 1.md")).isFalse();
    assertThat(uploads.root(KB).resolve("sub/deep")).doesNotExist();
    assertThat(uploads.root(KB).resolve("sub/b.md")).exists();
    assertThat(temporary()).isEmptyDirectory();
  }

  @Test
  void anUploadThatIsAdmittedSlowlyHoldsUpNoOtherKnowledgeBase() {
    KnowledgeBaseId other = new KnowledgeBaseId("other");
    Runnable admission =
        () ->
            CompletableFuture.runAsync(() -> put(other, "b.md", "other", () -> {}))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

    put(KB, "a.md", "slow", admission);

    assertThat(uploads.root(KB).resolve("a.md")).hasContent("slow");
    assertThat(uploads.root(other).resolve("b.md")).hasContent("other");
  }

  @Test
  void whatIsTooLargeOrEndsTooEarlyLeavesWhatWasThere() {
    put("a.md", "hello");
    InputStream broken =
        new InputStream() {
          private int read;

          @Override
          public int read() throws IOException {
            if (read++ > 3) {
              throw new IOException("the client is gone");
            }
            return 'x';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            buffer[offset] = (byte) read();
            return 1;
          }
        };

    assertRefused(ErrorCode.TOO_LARGE, () -> put("a.md", "more than ten"));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> uploads.put(KB, "a.md", broken, 10, () -> {}));

    assertThat(uploads.root(KB).resolve("a.md")).hasContent("hello");
    assertThat(temporary()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../../b",
        "a/./b",
        "a\\b",
        "a\nb",
        "a\u0000b"
      })
  void aPathThatLeadsElsewhereIsRefused(String path) {
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> put(path, "x"));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> uploads.remove(KB, path));
  }

  @Test
  void namesThatAreTooLongForADiskAreRefused() {
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> put("é".repeat(128), "x"));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> put("a/".repeat(600) + "b", "x"));
    assertThat(put("x".repeat(255), "x").bytes()).isEqualTo(1);
  }

  @Test
  void aDocumentAndAFolderDoNotTakeEachOthersPlace() {
    put("a", "x");
    put("b/c", "x");

    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> put("a/b", "x"));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> put("b", "x"));
    assertThat(uploads.remove(KB, "b")).isFalse();
  }

  @Test
  void aLinkIsNotFollowedOutOfTheFolder() throws IOException {
    Path outside = Files.createDirectories(dataRoot.resolve("outside"));
    Files.createSymbolicLink(uploads.root(KB).resolve("link"), outside);

    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> put("link/a", "x"));
    uploads.removeAll(KB);

    assertThat(outside).exists().isEmptyDirectory();
  }

  @Test
  void allUploadsOfAKnowledgeBaseAreRemovedAndNobodyElses() {
    put("sub/a", "x");
    KnowledgeBaseId other = new KnowledgeBaseId("other");
    uploads.put(other, "b", new ByteArrayInputStream(new byte[3]), 10, () -> {});

    uploads.removeAll(KB);
    uploads.removeAll(KB);

    assertThat(dataRoot.resolve("_uploads/inbox")).doesNotExist();
    assertThat(uploads.root(other).resolve("b")).hasBinaryContent(new byte[3]);
  }

  @Test
  void aDeletionWaitsForADocumentThatTakesItsPlaceAndRemovesItThen() throws Exception {
    Thread deletion = new Thread(() -> uploads.removeAll(KB), "deletion");
    InputStream content = new ByteArrayInputStream(new byte[3]);

    uploads.put(
        KB,
        "a.md",
        content,
        10,
        () -> {
          deletion.start();
          Awaitility.await().until(() -> deletion.getState() == Thread.State.WAITING);
        });
    deletion.join();

    assertThat(dataRoot.resolve("_uploads").resolve(KB.value())).doesNotExist();
  }

  @Test
  void whatIsRefusedWhenItHasComeLeavesNothing() {
    IngestionException refusal = new IngestionException(ErrorCode.CONCURRENT_CHANGE, "it is gone");
    InputStream content = new ByteArrayInputStream(new byte[3]);

    assertThatThrownBy(
            () ->
                uploads.put(
                    KB,
                    "a.md",
                    content,
                    10,
                    () -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);

    assertThat(dataRoot.resolve("_uploads").resolve(KB.value())).doesNotExist();
    assertThat(temporary()).isEmptyDirectory();
  }
}
