/** Contract tests of the ports, and simple implementations to test an engine with. */
@NullMarked
package dev.ingestion.testkit;

import org.jspecify.annotations.NullMarked;
