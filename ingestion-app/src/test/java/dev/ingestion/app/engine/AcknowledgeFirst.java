package dev.ingestion.app.engine;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexTicket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;

/**
 * The classic mistake: acknowledges before it flushes. A flush only notes what it was asked for and
 * does it after the next acknowledgement.
 */
final class AcknowledgeFirst implements Between {
  private ChunkIndex index;
  private IndexRef ref;
  private Collection<IndexTicket> tickets;
  private long number = 1_000;

  @Override
  public <T> T port(Class<T> type, T real) {
    if (type != ChunkIndex.class && type != Checkpoints.class) {
      return real;
    }
    if (type == ChunkIndex.class) {
      index = (ChunkIndex) real;
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("flush")) {
                return note(arguments);
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @SuppressWarnings("unchecked")
  private synchronized long note(Object[] arguments) {
    if (tickets != null && !tickets.isEmpty()) {
      number = index.flush(ref, tickets);
    }
    ref = (IndexRef) arguments[0];
    tickets = (Collection<IndexTicket>) arguments[1];
    return tickets.isEmpty() ? index.flush(ref, tickets) : number + 1;
  }
}
