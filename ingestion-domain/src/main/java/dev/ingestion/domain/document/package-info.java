/** What a parser makes of a document, before it is cut into chunks. */
@NullMarked
package dev.ingestion.domain.document;

import org.jspecify.annotations.NullMarked;
