package dev.ingestion.adapters.rest;

import dev.ingestion.adapters.rest.Tasks.Kind;
import dev.ingestion.adapters.rest.Tasks.TaskView;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.RepairService;
import dev.ingestion.ports.in.VerificationService;
import dev.ingestion.ports.in.view.RepairView;
import dev.ingestion.ports.in.view.VerificationView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** Verify and repair, which take a while. */
final class TaskRoutes implements Routes {
  private final Tasks tasks;
  private final VerificationService verification;
  private final RepairService repairs;
  private final KnowledgeBaseService knowledgeBases;
  private final Input input;

  @Inject
  TaskRoutes(
      Tasks tasks,
      VerificationService verification,
      RepairService repairs,
      KnowledgeBaseService knowledgeBases,
      Input input) {
    this.tasks = tasks;
    this.verification = verification;
    this.repairs = repairs;
    this.knowledgeBases = knowledgeBases;
    this.input = input;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(ONE + "/verify", this::verify, Access.OPERATE);
    routes.post(ONE + "/repair", this::repair, Access.OPERATE);
    routes.get(API + "/tasks/{task_id}", this::show, Access.READ, Reach.FILTERED);
  }

  private void verify(Context context) {
    KnowledgeBaseId kb = Input.kb(context);
    begin(
        context,
        Kind.VERIFY,
        kb,
        () -> VerificationView.of(verification.verify(kb), knowledgeBases.hasManySources(kb)));
  }

  private void repair(Context context) {
    KnowledgeBaseId kb = Input.kb(context);
    begin(
        context,
        Kind.REPAIR,
        kb,
        () -> RepairView.of(kb, repairs.repair(kb), knowledgeBases.hasManySources(kb)));
  }

  private void begin(Context context, Kind kind, KnowledgeBaseId kb, Supplier<Object> work) {
    Query.of(context);
    input.noBody(context);
    knowledgeBases.sources(kb); // says so at once if there is none
    TaskView task = tasks.begin(kind, kb, work);
    context.status(202).header("Location", API + "/tasks/" + task.taskId()).json(task);
  }

  private void show(Context context) {
    Query.of(context);
    String id = context.pathParam("task_id");
    context.json(tasks.show(id, Caller.of(context)::sees));
  }
}
