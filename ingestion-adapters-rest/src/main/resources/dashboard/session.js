// Who is signed in, and what they may do.

import * as api from './api.js';

const ROLES = ['read', 'operate', 'admin'];
let current = null;

/** The name and role of who is signed in; null if nobody is. */
export function who() {
  return current;
}

/** Whether a token was given; a server without tokens takes everybody on its machine as "local". */
export function isSignedIn() {
  return current !== null && current.name !== 'local';
}

/** Whether the role allows it. The server decides again; this only spares useless buttons. */
export function may(role) {
  return ROLES.indexOf(current?.role?.toLowerCase()) >= ROLES.indexOf(role);
}

/** Asks the server who we are; false if it wants a token first. */
export async function recall() {
  try {
    current = await api.get('/session');
    return true;
  } catch (error) {
    if (error.status === 401) {
      current = null;
      return false;
    }
    throw error;
  }
}

/** The token goes to the server once, and is kept nowhere here. */
export async function signIn(token) {
  await api.post('/session', { token });
  await recall();
}

export async function signOut() {
  await api.remove('/session');
  current = null;
}
