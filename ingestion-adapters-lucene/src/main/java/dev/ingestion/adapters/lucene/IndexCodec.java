package dev.ingestion.adapters.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FieldInfosFormat;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;

/**
 * Lucene's own format without its limit of 1,024 floats in a vector, which some embedding models
 * exceed, and with a mark on segments that hold nothing but staged documents. What it writes is
 * read without it, since it bears the names of the formats it wraps.
 */
final class IndexCodec extends FilterCodec {
  private static final Codec LUCENE = new Lucene912Codec();
  private static final String STAGED = "staged";

  private final FieldInfosFormat fields = new MarkedFields(delegate.fieldInfosFormat());

  IndexCodec() {
    super(LUCENE.getName(), new AnyDimensionCodec());
  }

  /** Whether all documents of a segment were staged; unknown and so false for older segments. */
  static boolean isStaged(SegmentInfo segment) {
    return segment.getAttribute(STAGED) != null;
  }

  @Override
  public FieldInfosFormat fieldInfosFormat() {
    return fields;
  }

  /** The fields are what tells before the segment is written of which documents it is made. */
  private static final class MarkedFields extends FieldInfosFormat {
    private final FieldInfosFormat wrapped;

    MarkedFields(FieldInfosFormat wrapped) {
      this.wrapped = wrapped;
    }

    @Override
    public FieldInfos read(
        Directory directory, SegmentInfo segment, String suffix, IOContext context)
        throws IOException {
      return wrapped.read(directory, segment, suffix, context);
    }

    @Override
    public void write(
        Directory directory,
        SegmentInfo segment,
        String suffix,
        FieldInfos fields,
        IOContext context)
        throws IOException {
      if (fields.fieldInfo(ChunkDocuments.STAGED_GENERATION) != null
          && fields.fieldInfo(ChunkDocuments.GENERATION) == null) {
        segment.putAttribute(STAGED, "true");
      }
      wrapped.write(directory, segment, suffix, fields, context);
    }
  }

  private static final class AnyDimensionCodec extends Lucene912Codec {
    private final KnnVectorsFormat vectors =
        new AnyDimension(super.getKnnVectorsFormatForField(""));

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return vectors;
    }
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
