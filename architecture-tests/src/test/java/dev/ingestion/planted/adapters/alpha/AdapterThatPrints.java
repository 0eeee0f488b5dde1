package dev.ingestion.planted.adapters.alpha;

import java.util.logging.Logger;

final class AdapterThatPrints {
  void print(Logger logger, Exception e) {
    logger.info("heard by nobody");
    System.out.println("heard by everybody");
    e.printStackTrace();
  }
}
