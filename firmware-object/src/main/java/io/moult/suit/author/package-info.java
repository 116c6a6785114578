/** The author's side: keys, development certificates, building and signing releases. Start at {@link io.moult.suit.author.ReleaseBuilder}. */
@org.jspecify.annotations.NullMarked
package io.moult.suit.author;
