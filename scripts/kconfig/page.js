// SPDX-License-Identifier: GPL-2.0-only
// Sorting, search and the choice of a menu, on a page that is whole without.
"use strict";

const table = document.getElementById("symbols");
const symbols = [...table.tBodies];
const search = document.getElementById("search");
const inMenuOrder = new Map(symbols.map((symbol, place) => [symbol, place]));
const texts = new Map(symbols.map(symbol => [symbol, symbol.textContent.toLowerCase()]));
let menu = "";

function showWanted() {
	const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
	let shown = 0;

	for (const symbol of symbols) {
		const path = symbol.dataset.menu;
		const inMenu = !menu || path === menu || path.startsWith(menu + " › ");
		const wanted = inMenu && words.every(word => texts.get(symbol).includes(word));

		symbol.hidden = !wanted;
		shown += wanted;
	}
	document.getElementById("count").textContent = `${shown} of ${symbols.length}`;
}

function cell(symbol, column) {
	return symbol.rows[0].cells[column].textContent;
}

// Numbers fall at first, texts rise; a third time restores the order of the menus.
function sortBy(heading) {
	const numbers = heading.classList.contains("number");
	const orders = numbers ? ["descending", "ascending"] : ["ascending", "descending"];
	const next = orders[orders.indexOf(heading.ariaSort) + 1];
	const column = heading.cellIndex;
	const sign = next === "descending" ? -1 : 1;

	for (const each of table.tHead.rows[0].cells)
		each.removeAttribute("aria-sort");
	if (next)
		heading.setAttribute("aria-sort", next);
	symbols.sort((a, b) => {
		const [one, other] = [cell(a, column), cell(b, column)];

		if (!next)
			return inMenuOrder.get(a) - inMenuOrder.get(b);
		if (!one || !other)
			return !one - !other;
		return sign * (numbers ? one - other : one.localeCompare(other));
	});
	table.append(...symbols);
}

function chooseMenu(link) {
	menu = link.dataset.menu;
	for (const each of document.querySelectorAll("nav a"))
		each.classList.toggle("chosen", each === link);
	showWanted();
}

// A link to a symbol shows it, whatever was searched for.
function openLinked() {
	const symbol = document.getElementById(location.hash.slice(1));

	if (!symbol || !inMenuOrder.has(symbol))
		return;
	if (symbol.hidden) {
		search.value = "";
		chooseMenu(document.querySelector("nav a"));
	}
	symbol.classList.add("open");
	symbol.scrollIntoView({ block: "center" });
}

document.body.classList.add("scripted");
table.tHead.addEventListener("click", event => {
	const heading = event.target.closest("th");

	if (heading)
		sortBy(heading);
});
table.addEventListener("click", event => {
	const row = event.target.closest(".row");

	if (row && !event.target.closest("a"))
		row.parentElement.classList.toggle("open");
});
document.querySelector("nav").addEventListener("click", event => {
	const link = event.target.closest("a");

	if (link) {
		event.preventDefault();
		chooseMenu(link);
	}
});
document.addEventListener("keydown", event => {
	if (event.key === "/" && event.target !== search) {
		event.preventDefault();
		search.focus();
	}
});
search.addEventListener("input", showWanted);
addEventListener("hashchange", openLinked);
chooseMenu(document.querySelector("nav a"));
openLinked();
