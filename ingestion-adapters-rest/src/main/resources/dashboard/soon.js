// What happens often need not be answered each time.

/**
 * A function that does something a while after it is called, once for all calls until then.
 *
 * @param action may return a promise
 * @param onError told if it fails
 * @param signal after it nothing is done any more
 */
export function soon(action, millis, onError, signal) {
  let timer = null;
  return () => {
    if (timer === null) {
      timer = setTimeout(() => {
        timer = null;
        if (!signal.aborted) {
          Promise.resolve(action()).catch(onError);
        }
      }, millis);
    }
  };
}
