package dev.ingestion.adapters.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.schedule.CronTimes;
import dev.ingestion.ports.out.CronExpressions;
import jakarta.inject.Inject;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What cron-utils takes for a crontab, but for its own additions. It is asked in a zone whose
 * clocks are never changed: it drops runs that a change of the clocks leaps over.
 */
final class UnixCronExpressions implements CronExpressions {
  private static final LocalDateTime SOME_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
  private static final String OF_THE_LIBRARY = "Failed to parse cron expression. ";

  /** Else {@code |} would join several expressions, which then cannot be asked for their times. */
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9*/, \t-]*");

  private static final int FIELDS = 5;

  private final CronParser parser =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  @Inject
  UnixCronExpressions() {}

  @Override
  public CronTimes parse(String expression) {
    if (!CHARACTERS.matcher(expression).matches()) {
      throw refused(
          expression, "it has other characters than letters, digits, '*', '/', ',' and '-'", null);
    }
    if (expression.isBlank()) {
      throw refused(expression, "it is empty", null);
    }
    int fields = expression.strip().split("\\s+").length;
    if (fields != FIELDS) {
      throw refused(
          expression, "it has %d field%s".formatted(fields, fields == 1 ? "" : "s"), null);
    }
    CronTimes times;
    try {
      times = new Times(parser.parse(expression).validate());
    } catch (IllegalArgumentException e) {
      throw refused(expression, reason(e), e);
    }
    if (times.next(SOME_TIME).isEmpty()) {
      throw refused(expression, "it names a day that never comes", null);
    }
    return times;
  }

  private static String reason(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(OF_THE_LIBRARY)
        ? message.substring(OF_THE_LIBRARY.length())
        : message;
  }

  private static IngestionException refused(
      String expression, String why, @Nullable Exception cause) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "'%s' is no cron expression: %s. An expression has five fields (minute, hour, day of month, month, day of the week), for example '0 3 * * *' for every night at three, or '*/20 8-18 * * MON-FRI'"
            .formatted(expression, why),
        cause);
  }

  private static final class Times implements CronTimes {
    private final ExecutionTime times;
    private final boolean everyHour;

    Times(Cron cron) {
      times = ExecutionTime.forCron(cron);
      everyHour = cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always;
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
      return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    @Override
    public boolean isEveryHour() {
      return everyHour;
    }
  }
}
