// What the source of each knowledge base is. It stays what it is, so it is asked for once.

import * as api from './api.js';

const kinds = new Map();

/** Whether documents are sent to it rather than read from a folder. */
export async function isFilledByUploads(kb, signal) {
  if (!kinds.has(kb)) {
    kinds.set(kb, await kindOf(kb, signal));
  }
  return kinds.get(kb) === 'uploads';
}

/** When a knowledge base is gone: another one may take its name. */
export function forgetKind(kb) {
  kinds.delete(kb);
}

async function kindOf(kb, signal) {
  try {
    const { source } = await api.get(api.ofKnowledgeBase(kb, 'settings'), {}, signal);
    return source.kind;
  } catch (error) {
    if (error.code === 'SOURCE_NOT_FOUND') {
      return null; // it has no settings and no source yet
    }
    throw error;
  }
}
