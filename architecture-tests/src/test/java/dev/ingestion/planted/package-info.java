/** Classes each of which breaks a rule, to show that the rule notices. */
package dev.ingestion.planted;
