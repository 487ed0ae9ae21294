// The dependency rule: core <- app; edges see core and the app's ports only; cli wires. Read with swc, because TypeScript 7
// has no programming interface that dependency-cruiser can use (it would find no module and report success).
module.exports = {
  forbidden: [
    { name: "core-is-pure", severity: "error", comment: "core imports core, and packages that are pure functions.", from: { path: "^src/core" }, to: { pathNot: ["^src/core", "^node_modules/(libphonenumber-js|@navikt/fnrvalidator)/"] } },
    { name: "app-knows-core", severity: "error", comment: "app imports core and app only.", from: { path: "^src/app" }, to: { pathNot: "^src/(core|app)" } },
    {
      name: "edges-do-not-meet",
      severity: "error",
      comment: "An edge imports core, the app's ports and itself.",
      from: { path: "^src/edges/([^/]+)/" },
      to: { path: "^src/", pathNot: ["^src/core", "^src/app/(ports|log-events)\\.ts$", "^src/edges/$1/"] },
    },
    { name: "nobody-imports-cli", severity: "error", comment: "cli is the top.", from: { path: "^src/(core|app|edges)" }, to: { path: "^src/cli" } },
    { name: "src-knows-no-tests", severity: "error", comment: "src does not import tests.", from: { path: "^src" }, to: { path: "^test" } },
    { name: "no-cycles", severity: "error", comment: "No cycles, apart from types that name each other.", from: { path: "^src" }, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "not-to-unresolvable", severity: "error", comment: "Every import exists.", from: {}, to: { couldNotResolve: true, pathNot: ["^vitest/config$"] } },
    {
      name: "no-development-packages",
      severity: "error",
      comment: "src uses run-time packages only.",
      from: { path: "^src" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "node_modules/@types" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"], extensions: [".ts", ".js", ".json"] },
  },
};
