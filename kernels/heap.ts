/** From here on the memory is the caller's. */
export const heap = __heap_base
