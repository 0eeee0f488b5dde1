package dev.ingestion.ports.in;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;

/** A document that was skipped or failed, and why. */
public record DocumentProblem(DocumentKey document, ErrorCode code, String reason) {}
