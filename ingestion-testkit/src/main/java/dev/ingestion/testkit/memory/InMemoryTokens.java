package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.TokenHash;
import dev.ingestion.ports.out.TokenRepository;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class InMemoryTokens implements TokenRepository {
  private final InMemoryDatabase database;

  InMemoryTokens(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void insert(ApiToken token) {
    database.change(
        rows -> {
          if (rows.tokens.stream().anyMatch(other -> other.name().equals(token.name()))) {
            throw new IngestionException(
                ErrorCode.TOKEN_EXISTS, "There is a token %s already".formatted(token.name()));
          }
          rows.tokens.add(token);
        });
  }

  @Override
  public List<ApiToken> list() {
    return database.read(
        rows ->
            rows.tokens.stream()
                .sorted(Comparator.comparing(token -> token.name().value()))
                .toList());
  }

  @Override
  public Optional<ApiToken> find(TokenHash hash) {
    return list().stream().filter(token -> token.hash().equals(hash)).findFirst();
  }

  @Override
  public boolean delete(TokenName name) {
    return database.write(rows -> rows.tokens.removeIf(token -> token.name().equals(name)));
  }
}
