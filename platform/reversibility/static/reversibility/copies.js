// While a copy is being written, look again every few seconds; without this, a link does it.
setTimeout(() => location.reload(), 4000);
