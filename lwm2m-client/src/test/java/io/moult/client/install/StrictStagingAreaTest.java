package io.moult.client.install;

import io.moult.client.support.StrictStagingArea;

class StrictStagingAreaTest extends StagingAreaContract {
    @Override
    protected StagingArea fresh() {
        return StrictStagingArea.ofKibibytes(64);
    }
}
