// A button that writes where the device is into a field, when asked. Without this file the degrees are typed.
const box = document.querySelector("[data-position]");
const field = box && document.getElementById(box.dataset.position);

if (field && navigator.geolocation) {
  const told = box.querySelector("[role=status]");
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    told.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        field.focus();
      },
      () => { told.textContent = told.dataset.failed; },
      { timeout: 15000 },
    );
  });
}
