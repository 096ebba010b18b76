// Buttons with data-copy="#id" copy that field's value; data-done is what they then say.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // plain http: the clipboard API is closed
  }
  button.querySelector("span").textContent = button.dataset.done;
});
