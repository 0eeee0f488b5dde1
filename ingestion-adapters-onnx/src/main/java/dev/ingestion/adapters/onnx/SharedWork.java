package dev.ingestion.adapters.onnx;

import dev.ingestion.adapters.onnx.SessionPool.Work;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** Work that several threads do together, each piece by whoever comes next. Thread-safe. */
final class SharedWork<T> {
  private final List<Work<T>> pieces;
  private final List<CompletableFuture<T>> results;
  private final AtomicInteger taken = new AtomicInteger();

  SharedWork(List<Work<T>> pieces) {
    this.pieces = pieces;
    this.results = Stream.generate(CompletableFuture<T>::new).limit(pieces.size()).toList();
  }

  boolean isAllTaken() {
    return taken.get() >= pieces.size();
  }

  /**
   * Does one more piece; if that fails, no further one is begun.
   *
   * @return whether there was one
   */
  boolean doNext(Function<Work<T>, T> how) {
    int piece = taken.getAndIncrement();
    if (piece >= pieces.size()) {
      return false;
    }
    try {
      results.get(piece).complete(how.apply(pieces.get(piece)));
    } catch (RuntimeException | Error e) {
      leaveTheRest();
      results.get(piece).completeExceptionally(e);
    }
    return true;
  }

  private void leaveTheRest() {
    taken.set(pieces.size());
  }

  /**
   * Waits for what others have begun.
   *
   * @return the result of each piece
   * @throws RuntimeException what the first piece failed with that failed
   */
  List<T> results() throws InterruptedException {
    try {
      // Pieces are taken in order: those before one that failed come to an end.
      for (CompletableFuture<T> result : results) {
        result.get();
      }
    } catch (InterruptedException e) {
      leaveTheRest();
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
    return results.stream().map(CompletableFuture::join).toList();
  }
}
