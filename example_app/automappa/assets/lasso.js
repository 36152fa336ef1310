// What a lasso holds travels as row numbers only: a selection of fifty thousand points would be megabytes of points.
(function () {
    const pick = (selected) => {
        const points = (selected && selected.points) || [];
        const rows = points.map((point) => point.customdata).filter((row) => Number.isInteger(row));
        return Array.from(new Set(rows)).sort((a, b) => a - b);
    };

    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        lasso: {
            pick(selected) {
                const cause = window.dash_clientside.callback_context.triggered.map((one) => one.prop_id);
                const rows = cause.includes("plane.selectedData") ? pick(selected) : [];
                return [rows, rows.length === 0];
            },
        },
    });
})();
