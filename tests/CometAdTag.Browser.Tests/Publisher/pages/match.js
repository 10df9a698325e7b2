window.cometad = window.cometad || { cmd: [] };
cometad.cmd.push(() => cometad.setVariables({ match: 7 }));
