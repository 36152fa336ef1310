// dcc.Upload drops a file that is too large or of another type without a word. This says why, next to the field, and
// gives the file inputs the names that reader programs speak.
(function () {
    const explain = (holder, file) => {
        const endings = holder.dataset.endings.split(",");
        const limit = Number(holder.dataset.limitMb);
        if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) {
            const isPacked = /\.(gz|bz2|xz|zip|zst)$/i.test(file.name);
            const advice = isPacked ? "it is compressed; unpack it first." : "its name has to end in one of ";
            return file.name + " was not taken: " + advice + (isPacked ? "" : endings.join(", ") + ".");
        }
        if (file.size === 0) {
            return file.name + " was not taken: it is empty.";
        }
        if (file.size > limit * 1024 * 1024) {
            const size = Math.ceil(file.size / 1024 / 1024);
            return file.name + " was not taken: it has " + size + " MB, and a page takes at most " + limit + " MB.";
        }
        return null;
    };

    const check = (event) => {
        const holder = event.target.closest && event.target.closest("[data-kind]");
        const files = (event.dataTransfer || event.target).files;
        if (!holder || !files || files.length === 0) {
            return;
        }
        const problem = files.length > 1 ? "One file at a time, please." : explain(holder, files[0]);
        const text = problem || "Sending " + files[0].name + " …";
        window.dash_clientside.set_props(
            { upload: "message", kind: holder.dataset.kind },
            {
                children: {
                    type: "Div",
                    namespace: "dash_html_components",
                    props: {
                        children: text,
                        className: problem ? "notice bad" : "notice info",
                        role: problem ? "alert" : "status",
                    },
                },
            }
        );
        if (problem) {
            window.dash_clientside.set_props({ upload: "token", kind: holder.dataset.kind }, { data: null });
        }
    };

    document.addEventListener("change", check, true);
    document.addEventListener("drop", check, true);

    const name = () => {
        document.querySelectorAll("[data-kind] input[type=file]:not([aria-label])").forEach((input) => {
            input.setAttribute("aria-label", input.closest("[data-kind]").dataset.title + ", choose a file");
        });
    };
    new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
})();
