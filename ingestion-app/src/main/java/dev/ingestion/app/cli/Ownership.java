package dev.ingestion.app.cli;

import dev.ingestion.app.config.Setting;
import dev.ingestion.app.control.ControlEndpoint;
import dev.ingestion.app.control.ForwardedCommand;
import dev.ingestion.app.wiring.Platform;
import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRootInUseException;
import dev.ingestion.ports.out.OwnerNotice;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that runs in this process, which owns the data root for it. If it takes long, others
 * can give commands meanwhile, and the process stays for theirs when its own is over.
 */
final class Ownership implements RunningPlatform, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ownership.class);

  private final ServiceCommand command;
  private final Platform platform;
  private final Interruption interruption;
  private final CompletableFuture<Services> started = new CompletableFuture<>();
  private volatile @Nullable ControlEndpoint endpoint;
  private volatile boolean over;

  Ownership(ServiceCommand command, Platform platform) {
    this.command = command;
    this.platform = platform;
    this.interruption = new Interruption(this::interrupt);
  }

  List<Setting> settings() {
    return platform.settings();
  }

  /**
   * @return who owns the data root; empty if this process does now
   */
  Optional<DataRootInUseException> claim() {
    try {
      platform.claim();
      return Optional.empty();
    } catch (DataRootInUseException e) {
      return Optional.of(e);
    }
  }

  /**
   * Runs the command, and stays until those of others are over.
   *
   * @return the exit code
   */
  int run() {
    if (command.servesOthers()) {
      platform.notice().ifPresent(this::open);
    }
    int exitCode = command.run(this);
    over = true;
    command.terminal().out().flush(); // whoever waits for the result does not wait for the others
    ControlEndpoint opened = endpoint;
    if (opened != null && !interrupted()) {
      awaitOthers(opened);
    }
    return interrupted() ? ExitCode.INTERRUPTED : exitCode;
  }

  /** Before anything is started: whoever comes meanwhile has somebody to wait for. */
  private void open(OwnerNotice notice) {
    try {
      ControlEndpoint opened =
          ControlEndpoint.open(
              notice,
              command.name(),
              new ForwardedCommandLines(platform, this::startedServices),
              new SecureRandom());
      endpoint = opened;
      platform.commands().open(opened);
    } catch (IngestionException e) {
      log.warn("Other processes cannot give commands to this one: {}", e.getMessage());
    }
  }

  private void awaitOthers(ControlEndpoint opened) {
    try {
      opened.awaitOthers(this::tellAwaited);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellAwaited(List<ForwardedCommand> awaited) {
    command
        .terminal()
        .err()
        .println(
            "ingestion: Done; staying for %s"
                .formatted(
                    awaited.stream()
                        .map(ForwardedCommand::toString)
                        .collect(Collectors.joining(", "))));
  }

  @Override
  public Services services() {
    try {
      platform.start();
      started.complete(platform.services());
      return platform.services();
    } catch (RuntimeException e) {
      started.completeExceptionally(e);
      throw e;
    }
  }

  @Override
  public void serve() {
    platform.serve();
  }

  @Override
  public boolean isServing() {
    return platform.isServing();
  }

  @Override
  public Optional<URI> url() {
    return platform.url();
  }

  private Services startedServices() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public Optional<Path> log() {
    return platform.log();
  }

  @Override
  public boolean interrupted() {
    return interruption.requested();
  }

  @Override
  public void awaitInterruption() throws InterruptedException {
    interruption.await();
  }

  @Override
  public boolean left() {
    return false;
  }

  private void interrupt() {
    Runnable answer = () -> {};
    if (over) {
      command.terminal().err().println("\nInterrupted while commands of other processes ran.");
    } else {
      command.tellInterrupted();
      answer = command.answerInterrupted();
    }
    ControlEndpoint opened = endpoint;
    if (opened != null) {
      opened.interrupt();
    }
    end();
    answer.run();
  }

  @Override
  public void close() {
    interruption.disarm();
    end();
  }

  /** Does nothing the second time, and waits if another thread is at it. */
  private synchronized void end() {
    started.cancel(false);
    ControlEndpoint opened = endpoint;
    if (opened == null) {
      platform.close();
    } else {
      try (opened) { // clients are told when the data root is free again
        platform.close();
      }
    }
  }
}
