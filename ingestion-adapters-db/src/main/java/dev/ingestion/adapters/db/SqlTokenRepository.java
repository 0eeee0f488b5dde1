package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.API_TOKEN;

import dev.ingestion.adapters.db.jooq.tables.records.ApiTokenRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.access.TokenHash;
import dev.ingestion.ports.out.TokenRepository;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class SqlTokenRepository implements TokenRepository {
  private final Transactions transactions;

  @Inject
  SqlTokenRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void insert(ApiToken token) {
    int inserted =
        transactions.write(
            tx -> {
              ApiTokenRecord row = tx.newRecord(API_TOKEN);
              fill(row, token);
              return tx.insertInto(API_TOKEN).set(row).onConflictDoNothing().execute();
            });
    if (inserted == 0) {
      throw new IngestionException(
          ErrorCode.TOKEN_EXISTS,
          "There is a token %s already; revoke it first, or give another name"
              .formatted(token.name()));
    }
  }

  @Override
  public List<ApiToken> list() {
    return transactions.read(
        sql ->
            sql.selectFrom(API_TOKEN).orderBy(API_TOKEN.NAME).fetch(SqlTokenRepository::toToken));
  }

  @Override
  public Optional<ApiToken> find(TokenHash hash) {
    return transactions.read(
        sql ->
            sql.selectFrom(API_TOKEN)
                .where(API_TOKEN.HASH.eq(hash.value()))
                .fetchOptional(SqlTokenRepository::toToken));
  }

  @Override
  public boolean delete(TokenName name) {
    return transactions.write(
        tx -> tx.deleteFrom(API_TOKEN).where(API_TOKEN.NAME.eq(name.value())).execute() > 0);
  }

  private static void fill(ApiTokenRecord row, ApiToken token) {
    row.setName(token.name().value());
    row.setHash(token.hash().value());
    row.setRole(token.role().name());
    row.setKnowledgeBases(
        token.knowledgeBases().stream()
            .map(KnowledgeBaseId::value)
            .collect(Collectors.joining(" ")));
    row.setCreatedAt(token.createdAt());
    row.setExpiresAt(token.expiresAt());
  }

  private static ApiToken toToken(ApiTokenRecord row) {
    Set<KnowledgeBaseId> knowledgeBases =
        Stream.of(row.getKnowledgeBases().split(" "))
            .filter(id -> !id.isEmpty())
            .map(KnowledgeBaseId::new)
            .collect(Collectors.toSet());
    return new ApiToken(
        new TokenName(row.getName()),
        new TokenHash(row.getHash()),
        StoredText.constant(Role.class, row.getRole()),
        knowledgeBases,
        row.getCreatedAt(),
        row.getExpiresAt());
  }
}
