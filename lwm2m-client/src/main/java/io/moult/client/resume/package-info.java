/**
 * What a device must still know after its power went: how far a package has come, and what became of the last one. No
 * network here. Start at {@link io.moult.client.resume.ProgressStore}.
 */
@org.jspecify.annotations.NullMarked
package io.moult.client.resume;
