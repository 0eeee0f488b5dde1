package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.tika.mime.MediaType;

/**
 * Looks at what a ZIP file says of its members before a parser unpacks them. Parsers of office
 * documents and books take each member into memory.
 */
final class ZipBombs {
  private ZipBombs() {}

  static void refuse(Part part, ParseBudget budget) throws IOException {
    try (ZipFile zip = new ZipFile(part.stream().getFile())) {
      List<? extends ZipEntry> members = Collections.list(zip.entries());
      budget.requireUnpackable(members.stream().mapToLong(ZipEntry::getSize).sum());
      if (!part.type().equals(MediaType.APPLICATION_ZIP)) {
        members.forEach(
            member -> budget.requireHonestPacking(member.getSize(), member.getCompressedSize()));
      }
    } catch (ZipException unknownToJava) {
      // Parsers may read what Java does not; what they cannot read either they say better.
    }
  }
}
