/**
 * NOR flash, stricter than silicon: whole-sector erase, program units written once, power cuts and torn operations.
 * Nothing here knows what is stored. Start at {@link io.moult.boot.flash.Flash}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.boot.flash;
