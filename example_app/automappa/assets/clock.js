// A tick goes to the server when the last one was answered, or after some seconds without an answer.
(function () {
    const PATIENCE_MS = 10000;

    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        clock: {
            tick(_n, asked, answered) {
                const waits = asked !== undefined && asked !== null && asked !== answered;
                return waits && Date.now() - asked < PATIENCE_MS ? window.dash_clientside.no_update : Date.now();
            },
        },
    });
})();
