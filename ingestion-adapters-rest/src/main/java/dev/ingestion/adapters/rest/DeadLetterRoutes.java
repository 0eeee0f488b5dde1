package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.DeadLetterService.DeadLetter;
import dev.ingestion.ports.in.DeadLetterService.Filter;
import dev.ingestion.ports.in.DeadLetterService.Replay;
import dev.ingestion.ports.in.view.JobView;
import dev.ingestion.ports.in.view.LetterDetailsView;
import dev.ingestion.ports.in.view.LetterView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was given up. */
final class DeadLetterRoutes implements Routes {
  private static final String LETTERS = ONE + "/dead-letters";
  private static final int MOST_IDS = 1_000;

  private final DeadLetterService letters;
  private final Input input;

  @Inject
  DeadLetterRoutes(DeadLetterService letters, Input input) {
    this.letters = letters;
    this.input = input;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(LETTERS, this::list, Access.READ);
    routes.post(LETTERS + "/replay", this::replay, Access.OPERATE);
    routes.post(LETTERS + "/purge", this::purge, Access.OPERATE);
    routes.get(LETTERS + "/{id}", this::show, Access.READ);
  }

  private void list(Context context) {
    Query query = Query.ofList(context, "document", "code");
    KnowledgeBaseId kb = Input.kb(context);
    int limit = query.limit();
    String after = query.cursor();
    Filter filter =
        new Filter(
            Set.of(),
            query.text("document").orElse(null),
            query.constant("code", ErrorCode.class, false).orElse(null));
    List<DeadLetter> found = letters.list(kb, filter, after == null ? 0 : number(after), limit + 1);
    Page<LetterView> page =
        Page.of(found, limit, letter -> Long.toString(letter.id()), LetterView::of);
    context.json(new Letters(letters.count(kb, filter), page.items(), page.next()));
  }

  private void show(Context context) {
    Query.of(context);
    long id = Input.number("number of a dead letter", context.pathParam("id"));
    context.json(LetterDetailsView.of(letters.show(Input.kb(context), id)));
  }

  private void replay(Context context) {
    Query.of(context);
    Replay replay = letters.replay(Input.kb(context), selection(context));
    JobView job = replay.state() == null ? null : JobView.of(replay.state(), List.of());
    context.status(202).json(new Replayed(replay.letters(), job));
  }

  private void purge(Context context) {
    Query.of(context);
    context.json(new Purged(letters.purge(Input.kb(context), selection(context))));
  }

  private Filter selection(Context context) {
    return input
        .optionalBody(context, SelectionBody.class)
        .map(SelectionBody::filter)
        .orElse(Filter.ALL);
  }

  private static long number(String place) {
    try {
      return Long.parseLong(place);
    } catch (NumberFormatException e) {
      throw Query.noCursor(e);
    }
  }

  private record Letters(long total, List<LetterView> letters, @Nullable String next) {}

  private record Replayed(int letters, @Nullable JobView job) {}

  private record Purged(int purged) {}

  /** An empty list of ids would mean all: whoever sends one has chosen nothing. */
  record SelectionBody(@Nullable List<Long> ids, @Nullable String document, @Nullable String code) {
    SelectionBody {
      if (ids != null && (ids.isEmpty() || ids.size() > MOST_IDS)) {
        throw new IngestionException(
            ErrorCode.INVALID_ARGUMENT,
            "Give 1 to %d ids, or leave 'ids' out to mean all: %d".formatted(MOST_IDS, ids.size()));
      }
    }

    Filter filter() {
      return new Filter(
          ids == null ? Set.of() : Set.copyOf(ids), document, code == null ? null : code(code));
    }

    private static ErrorCode code(String name) {
      return Arrays.stream(ErrorCode.values())
          .filter(code -> code.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new IngestionException(
                      ErrorCode.INVALID_ARGUMENT, "There is no error code '%s'".formatted(name)));
    }
  }
}
