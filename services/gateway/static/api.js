// Shows openapi.json as a list of routes by service, with who may use each.
const made = (tag, text, kind) => Object.assign(document.createElement(tag), { textContent: text ?? "", className: kind ?? "" });

const bodyOf = (operation, schemas) => {
  const content = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  if (!content) return null;
  const name = content.$ref?.split("/").pop();
  return JSON.stringify(name ? schemas[name] : content, null, 1);
};

const shown = (path, method, operation, schemas) => {
  const entry = made("details");
  const line = entry.appendChild(made("summary"));
  line.append(made("code", method.toUpperCase(), "method"), made("code", path));
  entry.append(made("p", operation.description ?? operation.summary));
  const roles = operation["x-roles"];
  entry.append(made("p", roles ? `${operation["x-action"]}: ${roles.join(", ")}` : "whoever is logged in", "quiet"));
  const parameters = (operation.parameters ?? []).map((one) => `${one.name}${one.required ? "" : "?"} (${one.in})`);
  if (parameters.length) entry.append(made("p", parameters.join(", ")));
  const body = bodyOf(operation, schemas);
  if (body) entry.append(made("pre", body));
  return entry;
};

const show = (api) => {
  const main = document.getElementById("routes");
  main.replaceChildren();
  const sections = {};
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const service = operation.tags[0];
      if (!sections[service]) {
        sections[service] = main.appendChild(made("section"));
        sections[service].append(made("h2", service));
      }
      sections[service].append(shown(path, method, operation, api.components.schemas));
    }
  }
};

fetch("openapi.json").then((answer) => answer.json()).then(show);
