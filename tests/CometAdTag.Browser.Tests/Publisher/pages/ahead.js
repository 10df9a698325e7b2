setTimeout(() => location.assign('/after.html'), 4000);
