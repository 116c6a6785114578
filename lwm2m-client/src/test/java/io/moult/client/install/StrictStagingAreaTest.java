package io.moult.client.install;

import io.moult.bytes.Bytes;
import io.moult.client.support.StrictStagingArea;
import java.util.HexFormat;

class StrictStagingAreaTest extends StagingAreaContract {
    @Override
    protected StagingArea fresh() {
        return StrictStagingArea.ofKibibytes(64);
    }

    /** This area keeps octets and asks not what they say. */
    @Override
    protected Bytes envelope(int imageBytes) {
        return Bytes.ofHex("d86ba0" + HexFormat.of().toHexDigits(imageBytes));
    }
}
