// Which view the address asks for: `#/kb/ID/documents/PATH?source=NAME`.

import { showDocument } from './views/document.js';
import { showDocuments } from './views/documents.js';
import { showJob } from './views/job.js';
import { showJobs } from './views/jobs.js';
import { showKnowledgeBase } from './views/knowledge-base.js';
import { showLetters } from './views/letters.js';
import { showOverview } from './views/overview.js';
import { showSchedules } from './views/schedules.js';
import { showSearch } from './views/search.js';
import { showSettings } from './views/settings.js';
import { showUpkeep } from './views/upkeep.js';
import { showUploads } from './views/uploads.js';

const ROUTES = [
  ['', showOverview],
  ['jobs', showJobs],
  ['jobs/:job', showJob],
  ['kb/:kb', showKnowledgeBase],
  ['kb/:kb/search', showSearch],
  ['kb/:kb/documents', showDocuments],
  ['kb/:kb/documents/:document', showDocument],
  ['kb/:kb/dead-letters', showLetters],
  ['kb/:kb/schedules', showSchedules],
  ['kb/:kb/uploads', showUploads],
  ['kb/:kb/settings', showSettings],
  ['kb/:kb/upkeep', showUpkeep],
];

/** The view of an address, with what its pattern and its query name; null if there is none. */
export function routeOf(hash) {
  const [path, query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const segments = path.split('/').map(decode);
  for (const [pattern, view] of ROUTES) {
    const params = match(pattern.split('/'), segments);
    if (params) {
      return { view, params, query: new URLSearchParams(query) };
    }
  }
  return null;
}

function match(pattern, segments) {
  if (pattern.length !== segments.length) {
    return null;
  }
  const params = {};
  for (const [i, part] of pattern.entries()) {
    if (part.startsWith(':')) {
      params[part.slice(1)] = segments[i];
    } else if (part !== segments[i]) {
      return null;
    }
  }
  return params;
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
