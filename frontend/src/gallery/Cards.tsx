import { start, TEMPLATES } from '../desk/programs/templates';
import { LoyaltyCard } from '../ui/LoyaltyCard';
import styles from './Gallery.module.css';
import { Part } from './Part';

const REWARDS = [
  { name: 'Free coffee', cost: 5 },
  { name: 'Free lunch', cost: 10 },
];

export function Cards() {
  return (
    <Part title="Card faces">
      <div className={styles.grid}>
        {TEMPLATES.map((template, index) => (
          <LoyaltyCard
            key={template}
            merchantName="Les Deux Épis"
            programName={template}
            design={{ ...start(template).design, template }}
            slots={10}
            balance={index}
            rewards={REWARDS}
            progress={`${index} of 10`}
          />
        ))}
        <LoyaltyCard
          merchantName="A name that is much longer than most"
          programName="Points"
          design={{ ...start('plain').design, template: 'plain' }}
          slots={100}
          balance={142}
          rewards={REWARDS}
          progress="142 points"
          tier="Gold"
          holder="Camille"
          number="7K3M 9QXP"
          points={{ sum: '142', unit: 'points', next: '58 points to go', share: 0.7 }}
        />
      </div>
    </Part>
  );
}
