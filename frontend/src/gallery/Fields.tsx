import { Choice, FieldSet, Select, TextArea, TextField } from '../ui/Field';
import styles from './Gallery.module.css';
import { Part } from './Part';

export function Fields() {
  return (
    <Part title="Fields">
      <div className={styles.grid}>
        <TextField label="Plain" defaultValue="Camille" />
        <TextField label="Empty" optional="optional" placeholder="06 39 98 01 02" />
        <TextField label="With a hint" hint="As it stands on the invoice." defaultValue="Dupont" />
        <TextField label="Wrong" error="This address is not complete." defaultValue="camille@" />
        <TextField label="Disabled" disabled defaultValue="Cannot be changed" />
        <TextArea label="Longer text" hint="Up to 2,000 characters." defaultValue="Likes bread." />
        <TextArea label="Longer text, wrong" error="This is too long." defaultValue="…" />
        <Select label="Choice from a list" defaultValue="b">
          <option value="a">French</option>
          <option value="b">English</option>
        </Select>
        <Select label="List, wrong" error="Choose one." defaultValue="">
          <option value="">—</option>
        </Select>
      </div>
      <div className={styles.grid}>
        <FieldSet legend="One of several" hint="It can be changed later.">
          <div>
            <Choice
              type="radio"
              name="one"
              label="Stamps"
              hint="One for each visit."
              defaultChecked
            />
            <Choice type="radio" name="one" label="Points" />
            <Choice type="radio" name="one" label="Not available" disabled />
          </div>
        </FieldSet>
        <FieldSet legend="Any of several">
          <div>
            <Choice label="News by e-mail" defaultChecked />
            <Choice label="News by post" hint="Four times a year." />
            <Choice label="Wrong" error="This is needed." />
          </div>
        </FieldSet>
      </div>
    </Part>
  );
}
