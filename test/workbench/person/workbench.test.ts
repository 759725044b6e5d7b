import { useWorkbench } from './fixture.ts';

describe('A person who opens the workbench', () => {
  const open = useWorkbench();

  it('finds SageMaker Hosting in the Activity Bar', async () => {
    const { workbench } = open();
    await workbench.openView('SageMaker Hosting');
    await workbench.sideBar.getByText('Resources').first().waitFor();
  });

  it('runs a command from the palette', async () => {
    const { workbench } = open();
    await workbench.runCommand('Help: About');
    await workbench.dialog.waitFor();
    await workbench.pressInDialog('OK');
  });
});
