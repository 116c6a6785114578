/**
 * How a device comes to believe others than those it was made with: signed changes, replayed from the factory's anchors.
 * Start at {@link io.moult.suit.provision.TrustHistory}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.suit.provision;
