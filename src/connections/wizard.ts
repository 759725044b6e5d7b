import * as vscode from 'vscode';

/** How a step of a question ended: with an answer, back to the step before, or away. */
export type StepResult<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'cancel' };

/** What every step of one question says about itself. */
export interface StepFrame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** A choice, and what it stands for. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A list to choose from. */
export interface ChoiceStep<T> {
  readonly frame: StepFrame;
  readonly placeHolder: string;
  readonly choices: readonly (Choice<T> | vscode.QuickPickItem)[];
  /** What typed text that is not in the list stands for; nothing where it is missing or gives nothing. */
  readonly typed?: (text: string) => Choice<T> | undefined;
}

/** Lets the person choose from a list, or type what is not in it. */
export function choose<T>({ frame, placeHolder, choices, typed }: ChoiceStep<T>): Promise<StepResult<T>> {
  const picker = vscode.window.createQuickPick<Choice<T> | vscode.QuickPickItem>();
  dress(picker, frame);
  picker.placeholder = placeHolder;
  picker.matchOnDescription = true;
  picker.items = choices;
  picker.onDidChangeValue((value) => {
    const extra = typed?.(value.trim());
    picker.items = extra === undefined ? choices : [...choices, extra];
  });
  return outcome(picker, () => {
    const [chosen] = picker.selectedItems;
    return chosen !== undefined && 'value' in chosen ? { value: chosen.value } : undefined;
  });
}

/** A line of text to type. */
export interface InputStep {
  readonly frame: StepFrame;
  readonly prompt: string;
  readonly placeHolder: string;
  readonly problem: (value: string) => string | undefined;
}

/** Lets the person type a line, and says what is wrong with it. */
export function input({ frame, prompt, placeHolder, problem }: InputStep): Promise<StepResult<string>> {
  const box = vscode.window.createInputBox();
  dress(box, frame);
  box.prompt = prompt;
  box.placeholder = placeHolder;
  box.onDidChangeValue(() => {
    box.validationMessage = undefined;
  });
  return outcome(box, () => {
    const value = box.value.trim();
    box.validationMessage = problem(value);
    return box.validationMessage === undefined ? { value } : undefined;
  });
}

function dress(question: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] }, frame: StepFrame): void {
  question.title = frame.title;
  question.step = frame.step;
  question.totalSteps = frame.totalSteps;
  question.ignoreFocusOut = true;
  question.buttons = frame.step > 1 ? [vscode.QuickInputButtons.Back] : [];
}

interface Question extends vscode.QuickInput {
  readonly onDidAccept: vscode.Event<void>;
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
}

function outcome<T>(question: Question, accepted: () => { value: T } | undefined): Promise<StepResult<T>> {
  return new Promise((resolve) => {
    const settle = (result: StepResult<T>) => {
      resolve(result);
      question.dispose();
    };
    question.onDidAccept(() => {
      const answer = accepted();
      if (answer !== undefined) settle({ kind: 'answer', value: answer.value });
    });
    question.onDidTriggerButton(() => settle({ kind: 'back' }));
    question.onDidHide(() => settle({ kind: 'cancel' }));
    question.show();
  });
}
