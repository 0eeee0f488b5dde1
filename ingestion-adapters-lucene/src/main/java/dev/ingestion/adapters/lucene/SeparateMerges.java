package dev.ingestion.adapters.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/**
 * Chooses merges among segments of staged documents and among all others, never across.
 *
 * <p>Staged documents are deleted soon, mostly whole segments at once, which then go without being
 * merged. In one segment with visible ones they would have those merged again and again, and a
 * graph of vectors that lost documents is not taken over by a merge but built anew.
 */
final class SeparateMerges extends FilterMergePolicy {
  SeparateMerges(MergePolicy policy) {
    super(policy);
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    return each(infos, group -> in.findMerges(trigger, group, context));
  }

  @Override
  public @Nullable MergeSpecification findFullFlushMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    return each(infos, group -> in.findFullFlushMerges(trigger, group, context));
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext context)
      throws IOException {
    return each(
        infos, group -> in.findForcedMerges(group, maxSegmentCount, segmentsToMerge, context));
  }

  @Override
  public @Nullable MergeSpecification findForcedDeletesMerges(
      SegmentInfos infos, MergeContext context) throws IOException {
    return each(infos, group -> in.findForcedDeletesMerges(group, context));
  }

  private static @Nullable MergeSpecification each(SegmentInfos infos, Search search)
      throws IOException {
    SegmentInfos staged = new SegmentInfos(infos.getIndexCreatedVersionMajor());
    SegmentInfos others = new SegmentInfos(infos.getIndexCreatedVersionMajor());
    for (SegmentCommitInfo segment : infos) {
      (IndexCodec.isStaged(segment.info) ? staged : others).add(segment);
    }
    List<OneMerge> merges = new ArrayList<>();
    for (SegmentInfos group : List.of(staged, others)) {
      @Nullable MergeSpecification found = search.in(group);
      if (found != null) {
        merges.addAll(found.merges);
      }
    }
    if (merges.isEmpty()) {
      return null; // Lucene takes an empty one for work to do
    }
    MergeSpecification all = new MergeSpecification();
    merges.forEach(all::add);
    return all;
  }

  /** Looks for merges in some of the segments. */
  @FunctionalInterface
  private interface Search {
    @Nullable MergeSpecification in(SegmentInfos group) throws IOException;
  }
}
