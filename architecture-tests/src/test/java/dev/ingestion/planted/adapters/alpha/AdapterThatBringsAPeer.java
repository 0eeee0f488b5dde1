package dev.ingestion.planted.adapters.alpha;

import org.springframework.core.io.Resource;

interface AdapterThatBringsAPeer {
  Resource peer();
}
