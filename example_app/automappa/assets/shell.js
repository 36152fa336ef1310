// The chosen sample lives in the address (?metagenome=3), so that a page can be bookmarked and two tabs can show two
// samples. The store remembers the last one for links and for pages that are opened without.
(function () {
    const skip = () => window.dash_clientside.no_update;
    const read = (search) => {
        const found = /^\d+$/.exec(new URLSearchParams(search || "").get("metagenome") || "");
        return found ? Number(found[0]) : null;
    };

    window.dash_clientside = Object.assign({}, window.dash_clientside, {
        shell: {
            remember(search) {
                const number = read(search);
                return number === null ? skip() : number;
            },
            link(number, pathname, ids) {
                const query = number ? "?metagenome=" + number : "";
                return [
                    ids.map((id) => (id.link === "/" ? "/" : id.link + query)),
                    ids.map((id) => (id.link === pathname ? "page-link current" : "page-link")),
                ];
            },
            // In place of the address without a sample, or the way back would lead here again.
            recall(pathname, search, number) {
                if (pathname && pathname !== "/" && number && !search) {
                    window.location.replace(pathname + "?metagenome=" + number);
                }
                return skip();
            },
            clear() {
                return null;
            },
            choose(number, search) {
                return !number || number === read(search) ? skip() : "?metagenome=" + number;
            },
        },
    });
})();
