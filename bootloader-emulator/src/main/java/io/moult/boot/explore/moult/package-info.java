/**
 * Our bootloader as the explorer sees it: releases really signed, the production verifier behind a memory, lives that
 * applications lead. Start at {@link io.moult.boot.explore.moult.Laboratory}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.explore.moult;
