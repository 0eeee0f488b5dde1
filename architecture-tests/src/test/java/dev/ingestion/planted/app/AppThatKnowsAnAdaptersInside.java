package dev.ingestion.planted.app;

import dev.ingestion.planted.adapters.alpha.AdapterThatIsPublic;

interface AppThatKnowsAnAdaptersInside {
  AdapterThatIsPublic inside();
}
