package dev.ingestion.adapters.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's own format without its limit of 1,024 floats in a vector, which some embedding models
 * exceed. What it writes is read without it, since it bears the names of the formats it wraps.
 */
final class AnyDimensionCodec extends Lucene912Codec {
  private final KnnVectorsFormat vectors = new AnyDimension(super.getKnnVectorsFormatForField(""));

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }

  private static final class AnyDimension extends KnnVectorsFormat {
    private final KnnVectorsFormat wrapped;

    AnyDimension(KnnVectorsFormat wrapped) {
      super(wrapped.getName());
      this.wrapped = wrapped;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return wrapped.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return wrapped.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String fieldName) {
      return Integer.MAX_VALUE;
    }
  }
}
