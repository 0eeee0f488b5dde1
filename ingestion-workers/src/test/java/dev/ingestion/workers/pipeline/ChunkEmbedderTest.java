package dev.ingestion.workers.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.workers.pipeline.ChunkEmbedder.Embedded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkEmbedderTest {
  private final ChunkEmbedder embedder = new ChunkEmbedder();

  @Test
  void equalTextsAreEmbeddedOnce() {
    Embedded done = embed(new HashingEmbeddingModel(), items("same", "same", "other"));

    assertThat(done.entries()).hasSize(3);
    assertThat(done.embedded()).isEqualTo(2);
    assertThat(done.entries().get(0).vector()).isEqualTo(done.entries().get(1).vector());
  }

  @Test
  void knownVectorsAreNotMadeAgain() {
    HashingEmbeddingModel model = new HashingEmbeddingModel();
    float[] known = model.embed(List.of("old")).get(0);
    VectorKey key = VectorKey.of(model.space(), "old");

    Embedded done = embedder.embed(model, keys -> Map.of(key, known), items("old", "new"));

    assertThat(done.embedded()).isEqualTo(1);
    assertThat(done.entries().get(0).vector()).isSameAs(known);
  }

  @Test
  void aPoisonousTextFailsAloneHoweverManyStandAroundIt() {
    Scripted model =
        new Scripted(
            texts -> {
              if (texts.contains("t17")) {
                throw new IngestionException(ErrorCode.EMBEDDING_INPUT_TOO_LONG, "too long");
              }
              return texts;
            });

    Embedded done =
        embed(model, items(IntStream.range(0, 50).mapToObj(i -> "t" + i).toArray(String[]::new)));

    assertThat(done.entries()).hasSize(49);
    assertThat(done.embedded()).isEqualTo(49);
    assertThat(done.left()).isEmpty();
    assertThat(done.refused())
        .hasSize(1)
        .allSatisfy(
            (item, error) -> {
              assertThat(item.chunk().ordinal()).isEqualTo(17);
              assertThat(error.code()).isEqualTo(ErrorCode.EMBEDDING_INPUT_TOO_LONG);
            });
  }

  @Test
  void aModelThatIsAwayIsAskedOnceAndBlamesNoChunk() {
    Scripted model = new Scripted(texts -> texts);
    model.failures = 2;

    Embedded done = embed(model, items("a", "b"));

    assertThat(model.calls).isEqualTo(1);
    assertThat(done.entries()).isEmpty();
    assertThat(done.refused()).isEmpty();
    assertThat(done.left()).extracting(item -> item.chunk().text()).containsExactly("a", "b");
    assertThat(done.away())
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_UNAVAILABLE));
  }

  @Test
  void whatWasEmbeddedBeforeTheModelWentAwayIsKept() {
    Scripted model =
        new Scripted(
            texts -> {
              if (texts.size() > 2) {
                throw new IngestionException(ErrorCode.INTERNAL_ERROR, "too many");
              } else if (texts.contains("c")) {
                throw new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "busy");
              }
              return texts;
            });

    Embedded done = embed(model, items("a", "b", "c", "d"));

    assertThat(done.entries()).hasSize(2);
    assertThat(done.left()).extracting(item -> item.chunk().text()).containsExactly("c", "d");
  }

  @Test
  void wrongCountsAndBrokenVectorsAreNotTaken() {
    Scripted tooFew = new Scripted(texts -> texts.subList(0, texts.size() - 1));

    Embedded done = embed(tooFew, items("a"));

    assertThat(done.entries()).isEmpty();
    assertThat(done.refused().values())
        .singleElement()
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
  }

  @Test
  void vectorsThatAreNoUnitVectorsAreNotTaken() {
    for (float broken : new float[] {Float.NaN, 0, 2}) {
      HashingEmbeddingModel sound = new HashingEmbeddingModel();
      float[] vector = new float[sound.space().dimension()];
      vector[0] = broken;

      Embedded done = embed(new Scripted(texts -> texts, List.of(vector)), items("a"));

      assertThat(done.refused()).hasSize(1);
    }
    Embedded wrongDimension =
        embed(new Scripted(texts -> texts, List.of(new float[] {1})), items("a"));
    assertThat(wrongDimension.refused()).hasSize(1);
  }

  private Embedded embed(EmbeddingModel model, List<WorkItem> items) {
    return embedder.embed(model, keys -> Map.of(), items);
  }

  private static List<WorkItem> items(String... texts) {
    List<WorkItem> items = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      items.add(
          new WorkItem(
              new Generation(1),
              new DocumentKey(SourceName.DEFAULT, "doc"),
              "",
              ChunkId.of(
                  new KnowledgeBaseId("kb"),
                  new DocumentKey(SourceName.DEFAULT, "doc"),
                  texts[i],
                  i,
                  Documents.PIPELINE),
              new Chunk(i, texts[i], List.of(), 0, 0, texts[i].length())));
    }
    return items;
  }

  /** A model that does as it is told. */
  private static final class Scripted implements EmbeddingModel {
    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final UnaryOperator<List<String>> script;
    private final List<float[]> answer;
    private int failures;
    private int calls;

    Scripted(UnaryOperator<List<String>> script) {
      this(script, List.of());
    }

    /**
     * @param answer what comes of every call; empty for what is right
     */
    Scripted(UnaryOperator<List<String>> script, List<float[]> answer) {
      this.script = script;
      this.answer = answer;
    }

    @Override
    public EmbeddingSpace space() {
      return model.space();
    }

    @Override
    public int maxTokens() {
      return model.maxTokens();
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public int count(String text) {
      return model.count(text);
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      calls++;
      if (failures-- > 0) {
        throw new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "busy");
      }
      List<float[]> vectors = model.embed(script.apply(texts));
      return answer.isEmpty() ? vectors : answer;
    }
  }
}
