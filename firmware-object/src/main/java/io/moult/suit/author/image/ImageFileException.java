package io.moult.suit.author.image;

import java.io.IOException;

/** A file that is not what its format asks for. The detail is a clause that goes behind the file's name. */
public final class ImageFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ImageFileException(String detail) {
        super(detail);
    }

    /** Such as {@code has a wrong checksum in line 3}. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
