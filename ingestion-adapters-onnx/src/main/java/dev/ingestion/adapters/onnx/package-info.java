/** Embeds text in process with the quantised all-MiniLM-L6-v2 on ONNX Runtime. */
@NullMarked
package dev.ingestion.adapters.onnx;

import org.jspecify.annotations.NullMarked;
