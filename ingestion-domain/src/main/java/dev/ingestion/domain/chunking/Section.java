package dev.ingestion.domain.chunking;

import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.BlockKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks that may share a chunk: a heading and what follows it up to the next heading or page.
 *
 * @param blocks at least one
 */
record Section(List<Block> blocks) {
  List<String> headings() {
    return blocks.get(0).headings();
  }

  int start() {
    return blocks.get(0).start();
  }

  int page() {
    return blocks.get(0).page();
  }

  /**
   * Cuts a document into its sections. A heading with nothing below it is left out if the section
   * behind it has it in its heading path.
   */
  static List<Section> of(List<Block> blocks) {
    List<Section> sections = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= blocks.size(); end++) {
      if (end == blocks.size() || beginsSection(blocks.get(end - 1), blocks.get(end))) {
        boolean repeated = end - start == 1 && end < blocks.size() && repeats(blocks, start);
        if (!repeated) {
          sections.add(new Section(blocks.subList(start, end)));
        }
        start = end;
      }
    }
    return sections;
  }

  private static boolean beginsSection(Block previous, Block block) {
    return block.kind() == BlockKind.HEADING
        || block.page() != previous.page()
        || !block.headings().equals(previous.headings());
  }

  /** Whether the block behind a lone heading stands under it. */
  private static boolean repeats(List<Block> blocks, int lone) {
    Block heading = blocks.get(lone);
    List<String> path = heading.headings();
    List<String> next = blocks.get(lone + 1).headings();
    return heading.kind() == BlockKind.HEADING
        && path.contains(heading.text())
        && next.size() >= path.size()
        && next.subList(0, path.size()).equals(path);
  }
}
