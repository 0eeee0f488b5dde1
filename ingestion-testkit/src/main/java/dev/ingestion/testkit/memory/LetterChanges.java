package dev.ingestion.testkit.memory;

import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.DeadLetters.Content;
import dev.ingestion.ports.out.DeadLetters.Letter;
import dev.ingestion.ports.out.DeadLetters.Replay;
import dev.ingestion.ports.out.DeadLetters.Stage;
import dev.ingestion.ports.out.DocumentVerdict.Rejected;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.testkit.memory.Rows.StoredLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What may happen to dead letters within a transaction. */
final class LetterChanges {
  private static final int MOST_STACK_BYTES = 16 * 1024;

  private final Rows rows;
  private final Instant now;

  LetterChanges(Rows rows, Instant now) {
    this.rows = rows;
    this.now = now;
  }

  /** A chunk was given up, for the first time or again. */
  void chunkFailed(DocumentRow document, JobId job, WorkItem item, Failure failure) {
    Letter before =
        first(
            letter ->
                item.generation().equals(letter.generation())
                    && letter.ordinal() != null
                    && letter.ordinal() == item.chunk().ordinal());
    put(
        document,
        new Letter(
            before == null ? rows.number() : before.id(),
            document.key,
            job,
            item.generation(),
            item.chunk().ordinal(),
            item.id(),
            Stage.EMBED,
            failure.code(),
            failure.reason(),
            attempts(before) + failure.attempts(),
            before == null ? now : before.firstAt(),
            now,
            Replay.NONE),
        failure.stack(),
        item);
  }

  /** A document failed as a whole, for the first time or again. */
  void documentFailed(DocumentRow document, JobId job, Rejected verdict) {
    rows.letters
        .values()
        .removeIf(
            row -> row.document() == document.id && row.content().letter().generation() != null);
    Letter before =
        rows.letters.values().stream()
            .filter(row -> row.document() == document.id)
            .map(row -> row.content().letter())
            .findFirst()
            .orElse(null);
    put(
        document,
        new Letter(
            before == null ? rows.number() : before.id(),
            document.key,
            job,
            null,
            null,
            null,
            verdict.contentHash() == null ? Stage.READ : Stage.PARSE,
            verdict.code(),
            verdict.reason(),
            attempts(before) + 1,
            before == null ? now : before.firstAt(),
            now,
            Replay.NONE),
        verdict.stack(),
        null);
  }

  /** Nothing is wrong any more with what was known of the document. */
  void forget(DocumentRow document) {
    rows.letters.values().removeIf(row -> row.document() == document.id);
  }

  /** Chunks were done that may have been replayed. */
  void mended(Generation generation, Set<Integer> ordinals) {
    rows.letters
        .values()
        .removeIf(
            row ->
                isTakenUp(row.content().letter(), generation)
                    && ordinals.contains(row.content().letter().ordinal()));
  }

  /**
   * The work that replays letters of a generation was dropped.
   *
   * @return those letters
   */
  List<Letter> putBack(Generation generation) {
    List<StoredLetter> back =
        rows.letters.values().stream()
            .filter(row -> isTakenUp(row.content().letter(), generation))
            .toList();
    back.forEach(row -> replay(row, Replay.NONE));
    return back.stream().map(row -> row.content().letter()).toList();
  }

  void replay(StoredLetter row, Replay replay) {
    Letter was = row.content().letter();
    Letter letter =
        new Letter(
            was.id(),
            was.document(),
            was.job(),
            was.generation(),
            was.ordinal(),
            was.chunk(),
            was.stage(),
            was.code(),
            was.message(),
            was.attempts(),
            was.firstAt(),
            was.lastAt(),
            replay);
    Content content = new Content(letter, row.content().stack(), row.content().item());
    rows.letters.put(was.id(), new StoredLetter(row.kb(), row.document(), content));
  }

  private static boolean isTakenUp(Letter letter, Generation generation) {
    return letter.replay() == Replay.TAKEN_UP && generation.equals(letter.generation());
  }

  private @Nullable Letter first(Predicate<Letter> which) {
    return rows.letters.values().stream()
        .map(row -> row.content().letter())
        .filter(which)
        .findFirst()
        .orElse(null);
  }

  private static int attempts(@Nullable Letter before) {
    return before == null ? 0 : before.attempts();
  }

  private void put(DocumentRow document, Letter letter, String stack, @Nullable WorkItem item) {
    Content content = new Content(letter, cut(stack), item);
    rows.letters.put(letter.id(), new StoredLetter(document.kb, document.id, content));
  }

  /** Cuts at a whole character. */
  private static String cut(String stack) {
    byte[] utf8 = stack.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(utf8.length, MOST_STACK_BYTES);
    while (end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }
}
