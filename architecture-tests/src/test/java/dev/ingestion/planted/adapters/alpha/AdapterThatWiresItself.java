package dev.ingestion.planted.adapters.alpha;

import com.google.inject.Injector;

interface AdapterThatWiresItself {
  Injector injector();
}
